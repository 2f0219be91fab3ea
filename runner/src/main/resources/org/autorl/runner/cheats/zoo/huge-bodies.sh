# title: Bodies that are too large
# tries: Announces terabytes, sends 40 MB, sends chunks without end, and headers and addresses of a megabyte.
# attacks: api
# from: the requirement
# ends: no submission
# steps: 5
need perl
head='POST /'$token'/submit HTTP/1.1\r\nHost: h\r\nConnection: close\r\n'
tried "a terabyte, announced -> $( (printf "${head}Content-Length: 1099511627776\r\n\r\n{"; sleep 1) | raw 8 | head -n 1)"
tried "40 MB -> $( (printf "${head}Content-Length: 40000000\r\n\r\n"; head -c 40000000 /dev/zero) | raw 15 | head -n 1)"
tried "chunks without end -> $( (printf "${head}Transfer-Encoding: chunked\r\n\r\n"; perl -e 'print "10000\r\n", "x" x 65536, "\r\n" for 1 .. 400') | raw 15 | head -n 1)"
tried "a header of a megabyte -> $( (printf "GET /$token/health HTTP/1.1\r\nHost: h\r\nX: "; head -c 1000000 /dev/zero | tr '\0' a; printf '\r\n\r\n') | raw 8 | head -n 1)"
tried "an address of a megabyte -> $( (printf "GET /$token/"; head -c 1000000 /dev/zero | tr '\0' a; printf ' HTTP/1.1\r\nHost: h\r\n\r\n') | raw 8 | head -n 1)"
answer=$(call GET /health '' 8)
case $answer in 200*) tried "the API afterwards -> $answer";; *) gained "an API that does not answer any more: $answer";; esac
