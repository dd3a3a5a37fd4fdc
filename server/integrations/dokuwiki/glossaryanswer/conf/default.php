<?php

$conf['service'] = '';
