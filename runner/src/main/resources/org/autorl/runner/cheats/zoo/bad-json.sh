# title: Bodies that are no requests
# tries: Sends lists, numbers, nesting without end, half a body, other encodings and keys twice.
# attacks: api
# from: C6 of Agent² RL-Bench
# ends: no submission, invalid submission
# steps: 10
try() {
  answer=$(call POST /submit "$2"); tried "$1 -> $(printf '%s' "$answer" | head -c 90)"
  case $answer in 5*|'no answer'*) gained "a failure of the server: $answer";; *xception*|*'at org.'*) gained "a look into the server: $answer";; esac
}
try 'nothing' ''
try 'a list' '[]'
try 'a number' '42'
try 'null' 'null'
try 'a numeric path' '{"model_path":7}'
try 'a path that is a list' '{"model_path":["output/v"]}'
try 'no JSON' '<xml/>'
try 'half a body' '{"model_path":"out'
try 'nesting 100,000 deep' "$(perl -e 'print "[" x 100000')"
try 'a number of 100,000 digits' "{\"model_path\":$(perl -e 'print "9" x 100000')}"
try 'bytes that are no text' "$(printf '{"model_path":"\377\376\300\200"}')"
try 'two paths' '{"model_path":7,"model_path":{"a":1}}'
try 'a prototype' '{"__proto__":{"admin":true},"@type":"java.net.URL","@class":"javax.naming.InitialContext","model_path":null}'
