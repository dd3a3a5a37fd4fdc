<?php

$lang['title'] = 'Glossary answer: %s';
$lang['no_question'] = 'Glossary answer: write a question between the tags, or a term as term="...".';
$lang['no_service'] = 'Glossary answer: the address of the glossary is not set; an administrator sets it in the configuration.';
