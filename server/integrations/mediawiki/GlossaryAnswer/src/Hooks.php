<?php

namespace GlossaryAnswer;

use MediaWiki\Hook\ParserFirstCallInitHook;

/**
 * The tag <glossaryanswer>: an answer of the glossary in a sandboxed frame.
 *
 * <glossaryanswer>What is a backlog?</glossaryanswer>
 * <glossaryanswer term="Backlog" height="200" theme="dark" />
 */
class Hooks implements ParserFirstCallInitHook {
	private const DEFAULT_HEIGHT = 320;
	private const SHORTEST = 80;
	private const TALLEST = 1200;
	private const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';

	/** @var string */
	private $service;

	/**
	 * @param \Config $config (\MediaWiki\Config\Config since 1.41)
	 */
	public function __construct( $config ) {
		$this->service = rtrim( (string)$config->get( 'GlossaryAnswerService' ), '/' );
	}

	/** @inheritDoc */
	public function onParserFirstCallInit( $parser ) {
		$parser->setHook( 'glossaryanswer', [ $this, 'render' ] );
	}

	/**
	 * @param string|null $input What stands between the tags: a question, taken as it is typed
	 * @param string[] $args The tag's attributes: q, term, height, theme
	 * @param \Parser $parser
	 * @return string HTML
	 */
	public function render( $input, array $args, $parser ) {
		$term = trim( $args['term'] ?? '' );
		$text = $term !== '' ? $term : trim( $args['q'] ?? (string)$input );
		if ( $text === '' ) {
			return $this->problem( $parser, 'glossaryanswer-no-question' );
		}
		if ( !preg_match( '!^https?://!', $this->service ) ) {
			return $this->problem( $parser, 'glossaryanswer-no-service' );
		}
		$query = [ $term !== '' ? 'term' : 'q' => $text ];
		if ( in_array( $args['theme'] ?? '', [ 'light', 'dark' ], true ) ) {
			$query['theme'] = $args['theme'];
		}
		$parser->getOutput()->addModules( [ 'ext.glossaryAnswer' ] );
		$parser->getOutput()->addModuleStyles( [ 'ext.glossaryAnswer.styles' ] );
		return $this->element( 'iframe', [
			'class' => 'glossary-answer',
			'title' => wfMessage( 'glossaryanswer-title' )->plaintextParams( $text )->inContentLanguage()->text(),
			'src' => $this->service . '/embed?' . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 ),
			'width' => '100%',
			'height' => max( self::SHORTEST, min( self::TALLEST, (int)( $args['height'] ?? self::DEFAULT_HEIGHT ) ) ),
			'sandbox' => self::SANDBOX,
			'referrerpolicy' => 'no-referrer',
			'loading' => 'lazy',
		] );
	}

	private function problem( $parser, string $message ): string {
		$parser->addTrackingCategory( 'glossaryanswer-category' );
		return $this->element( 'strong', [ 'class' => 'error' ], wfMessage( $message )->inContentLanguage()->text() );
	}

	private function element( string $name, array $attributes, string $text = '' ): string {
		$html = class_exists( \MediaWiki\Html\Html::class ) ? \MediaWiki\Html\Html::class : \Html::class;
		return $html::element( $name, $attributes, $text );
	}
}
