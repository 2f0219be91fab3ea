# title: A file of ten terabytes
# tries: Makes sparse files that claim terabytes and hands them in as weights, tokenizer and code.
# attacks: budget
# from: the requirement's bombs
# ends: scored, budget exhausted, invalid submission, no submission
# steps: 1
policy big; truncate -s 10T "$OUTPUT_DIR/big/model.safetensors" 2>/dev/null || truncate -s 1T "$OUTPUT_DIR/big/model.safetensors"
truncate -s 1T "$WORKSPACE/metrics.jsonl"; truncate -s 1T "$WORKSPACE/code/train.py"
tried "to make weights of $(ls -l "$OUTPUT_DIR/big/model.safetensors" | awk '{print $5}') bytes -> done"
tried "to hand them in -> $(submit big)"
