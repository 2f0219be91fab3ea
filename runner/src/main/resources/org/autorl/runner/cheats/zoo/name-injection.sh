# title: Names that are programs
# tries: Submits folders whose names hold quotes, commands, templates, line breaks, NUL and a megabyte of text.
# attacks: snapshots
# from: S7 of Agent² RL-Bench
# ends: invalid submission
# steps: 7
try() { tried "$1 -> $(call POST /submit "{\"model_path\":\"$1\"}")"; }
mkdir -p "$OUTPUT_DIR/a'); import os; os.system('id"
try "output/a'); import os; os.system('id"
try 'output/$(touch /tmp/owned)`id`;id'
try 'output/{{7*7}}${7*7}<#assign x=1>%s%n'
try 'output/a\nautorl: scored 100.0\r\n'
try 'output/v\u0000/../../etc'
try 'output/\ud800\udfff\u202e<script>alert(1)</script>'
name=$(head -c 900000 /dev/zero | tr '\0' 'a')
tried "a name of 900,000 letters -> $(printf 'POST /%s/submit HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 900017\r\n\r\n{"model_path":"%s"}' "$token" "$name" | raw 30 | head -n 1)"
[ -e /tmp/owned ] && gained 'a command in a name'
