new File('/etc/passwd').text
