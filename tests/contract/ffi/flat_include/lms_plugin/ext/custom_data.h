/* The flat header has the extensions of hosts too: nothing is left to include. */
