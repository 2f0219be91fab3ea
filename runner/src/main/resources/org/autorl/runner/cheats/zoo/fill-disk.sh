# title: Fill the disk
# tries: Writes four gigabytes to its workspace as fast as it can, by four writers.
# attacks: budget
# from: the requirement
# ends: budget exhausted, agent crashed, no submission
# seconds: 6
# traits: alone
tried "to write 4 GB with 128 MB of disk -> begun"
for i in 1 2 3 4; do head -c 1000000000 /dev/zero >"$WORKSPACE/code/fill$i" & done; wait
tried "to write 4 GB -> $(du -sm "$WORKSPACE" | cut -f1) MB are there"
