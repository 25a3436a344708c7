package main

import (
	"os"

	"golang.org/x/crypto/ssh"
)

// runSSH runs a command by SSH.
func runSSH(args []string) error {
	text, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		return err
	}
	client, err := ssh.Dial("tcp", args[0], &ssh.ClientConfig{
		User:            "root",
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(key)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Timeout:         patience,
	})
	if err != nil {
		return err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	defer session.Close()
	_, err = session.Output("seq 1 200")
	return err
}
