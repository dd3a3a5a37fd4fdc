<?php

$lang['service'] = 'Address of the glossary\'s service, such as https://glossary.example';
