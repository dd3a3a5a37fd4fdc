// Makes each frame with a glossary answer as tall as its answer, which only the frame itself can know.
( function () {
	const SHORTEST = 80, TALLEST = 2000;

	function frames() {
		return Array.from( document.querySelectorAll( 'iframe.glossary-answer' ) );
	}

	addEventListener( 'message', function ( event ) {
		if ( !event.data || event.data.type !== 'glossary-answer:height' ) {
			return;
		}
		// a sandboxed frame has the origin "null", so it is known by its window
		const frame = frames().find( ( one ) => one.contentWindow === event.source );
		if ( frame ) {
			const height = Math.max( SHORTEST, Math.min( TALLEST, Number( event.data.height ) || 0 ) );
			frame.style.height = height + 'px';
		}
	} );

	// a frame may have told its height before this script ran: ask again
	function ping() {
		frames().forEach( ( frame ) => frame.contentWindow.postMessage( { type: 'glossary-answer:ping' }, '*' ) );
	}
	ping();
	addEventListener( 'load', ping );
}() );
