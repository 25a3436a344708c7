package ssh_test

// inspection is what the reference says about a flow.
type inspection struct {
	Proto    string `json:"proto"`
	Hostname string `json:"hostname"`
	SSH      *struct {
		Client      string `json:"client_signature"`
		Server      string `json:"server_signature"`
		HASSHClient string `json:"hassh_client"`
		HASSHServer string `json:"hassh_server"`
	} `json:"ssh"`
}
