echo Hello > hello.txt
