<?php

$lang['service'] = 'Adresse des Glossars, etwa https://glossary.example';
