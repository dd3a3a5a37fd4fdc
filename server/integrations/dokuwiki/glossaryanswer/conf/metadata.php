<?php

$meta['service'] = ['string', '_pattern' => '!^(?:https?://.+)?$!'];
