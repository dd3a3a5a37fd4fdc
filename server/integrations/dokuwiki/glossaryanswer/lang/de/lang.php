<?php

$lang['title'] = 'Antwort aus dem Glossar: %s';
$lang['no_question'] = 'Antwort aus dem Glossar: Schreibe eine Frage zwischen die Tags oder einen Begriff als term="...".';
$lang['no_service'] = 'Antwort aus dem Glossar: Die Adresse des Glossars fehlt; ein Administrator setzt sie in der Konfiguration.';
