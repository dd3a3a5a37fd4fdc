"""Speed and cost, measured beside the encoder's own and beside a plain peer, in one run on one machine."""
