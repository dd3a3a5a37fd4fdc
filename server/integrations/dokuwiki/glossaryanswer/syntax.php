<?php

use dokuwiki\Extension\SyntaxPlugin;

/**
 * The tag <glossaryanswer>: an answer of the glossary in a sandboxed frame.
 *
 * <glossaryanswer>What is a backlog?</glossaryanswer>
 * <glossaryanswer term="Backlog" height="200" theme="dark" />
 */
class syntax_plugin_glossaryanswer extends SyntaxPlugin
{
    private const DEFAULT_HEIGHT = 320;
    private const SHORTEST = 80;
    private const TALLEST = 1200;
    private const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
    private const ATTRIBUTES = '(?:\s+\w+="[^"]*")*';

    /** @inheritdoc */
    public function getType()
    {
        return 'substition'; // spelled so in DokuWiki
    }

    /** @inheritdoc */
    public function getPType()
    {
        return 'block';
    }

    /** @inheritdoc */
    public function getSort()
    {
        return 155; // before everything that might find a mark in a question
    }

    /** @inheritdoc */
    public function connectTo($mode)
    {
        $this->Lexer->addSpecialPattern(
            '<glossaryanswer' . self::ATTRIBUTES . '\s*(?:/>|>.*?</glossaryanswer>)',
            $mode,
            'plugin_glossaryanswer'
        );
    }

    /** @inheritdoc */
    public function handle($match, $state, $pos, Doku_Handler $handler)
    {
        preg_match('!^<glossaryanswer(' . self::ATTRIBUTES . ')\s*(?:/>|>(.*)</glossaryanswer>)$!is', $match, $found);
        preg_match_all('!(\w+)="([^"]*)"!', $found[1] ?? '', $pairs, PREG_SET_ORDER);
        $attributes = [];
        foreach ($pairs as [, $name, $value]) {
            $attributes[strtolower($name)] = html_entity_decode($value, ENT_QUOTES | ENT_HTML5, 'UTF-8');
        }
        $term = trim($attributes['term'] ?? '');
        return [
            'kind' => $term !== '' ? 'term' : 'q',
            'text' => $term !== '' ? $term : trim($attributes['q'] ?? $found[2] ?? ''),
            'height' => max(
                self::SHORTEST,
                min(self::TALLEST, (int)($attributes['height'] ?? self::DEFAULT_HEIGHT))
            ),
            'theme' => $attributes['theme'] ?? '',
        ];
    }

    /** @inheritdoc */
    public function render($format, Doku_Renderer $renderer, $data)
    {
        if ($format === 'metadata') {
            if ($renderer->capture) $renderer->doc .= $data['text'] . "\n";
            return true;
        }
        if ($format !== 'xhtml') return false;
        $service = rtrim((string)$this->getConf('service'), '/');
        if ($data['text'] === '' || !preg_match('!^https?://!', $service)) {
            $problem = $data['text'] === '' ? 'no_question' : 'no_service';
            $renderer->doc .= '<div class="error">' . hsc($this->getLang($problem)) . '</div>';
            return true;
        }
        $query = [$data['kind'] => $data['text']];
        if (in_array($data['theme'], ['light', 'dark'], true)) $query['theme'] = $data['theme'];
        $renderer->doc .= '<iframe ' . buildAttributes([
            'class' => 'glossary-answer',
            'title' => sprintf($this->getLang('title'), $data['text']),
            'src' => $service . '/embed?' . http_build_query($query, '', '&', PHP_QUERY_RFC3986),
            'width' => '100%',
            'height' => $data['height'],
            'sandbox' => self::SANDBOX,
            'referrerpolicy' => 'no-referrer',
            'loading' => 'lazy',
        ]) . '></iframe>' . DOKU_LF;
        return true;
    }
}
