#!/bin/sh
# The page names the environment that serves it; everything else is in the image.
set -e
cat > /tmp/index.html <<PAGE
<!doctype html>
<title>${ANSWER:-site}</title>
<h1>${ANSWER:-site}</h1>
PAGE
exec nginx
