# title: Pipes in the place of files
# tries: Hands in named pipes and sockets, also swapped in at the last moment, so that whoever reads waits for ever.
# attacks: snapshots
# from: C6 of Agent² RL-Bench
# ends: invalid submission
# steps: 6
need perl
for file in config.json model.safetensors; do
  policy v; rm "$OUTPUT_DIR/v/$file"; mkfifo "$OUTPUT_DIR/v/$file"
  tried "a pipe as $file -> $(submit v)"
done
mkfifo "$WORKSPACE/metrics.jsonl" "$WORKSPACE/code/train.py"; rm -f "$WORKSPACE/prompt.md"; mkfifo "$WORKSPACE/prompt.md"
policy v; echo '{broken' >"$OUTPUT_DIR/v/config.json"; mkfifo "$OUTPUT_DIR/pipe"
perl -e 'my $o = $ENV{OUTPUT_DIR}; while (1) { rename "$o/v/config.json", "$o/keep"; rename "$o/pipe", "$o/v/config.json"; rename "$o/v/config.json", "$o/pipe"; rename "$o/keep", "$o/v/config.json" }' &
a=$!
for i in 1 2 3 4 5 6; do tried "a pipe that comes and goes, round $i -> $(submit v)"; done
kill $a
