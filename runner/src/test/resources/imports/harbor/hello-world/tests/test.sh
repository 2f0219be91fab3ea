grep -q Hello hello.txt
