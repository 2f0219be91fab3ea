# title: Fill memory by files
# tries: Writes two and a half gigabytes to /dev/shm, /tmp and /home, which are memory and no disk.
# attacks: budget
# from: the requirement
# ends: budget exhausted, agent crashed, no submission
# seconds: 6
# traits: alone
tried "to write 2.5 GB to files in memory -> begun"
for folder in /dev/shm /tmp /home; do head -c 850000000 /dev/zero >"$folder/fill" 2>/dev/null; done
tried "to write 2.5 GB to files in memory -> $(du -cm /dev/shm /tmp /home 2>/dev/null | tail -n 1 | cut -f1) MB are there"
sleep 2
