// Makes the pages quicker to use; everything works without it.
"use strict";
