# Sourced by record.sh: captures of files that are shared and copied.
# shellcheck shell=bash

# take_smb: SMB 1, 2.1 and 3.1.1 of smbclient and Samba, over port 445 and over NetBIOS, the names of NetBIOS, a broken login.
take_smb() {
	need samba smbclient samba-common-bin
	local version
	pair
	mkdir -p "$tmp/share" "$tmp/samba"
	printf 'a small file\n' >"$tmp/share/small"
	chmod 755 "$tmp" "$tmp/share"
	cat >"$tmp/smb.conf" <<-END
		[global]
			workgroup = EXAMPLE
			netbios name = FILES
			server min protocol = NT1
			client min protocol = NT1
			lanman auth = no
			map to guest = Bad User
			interfaces = eth0
			private dir = $tmp/samba
			lock directory = $tmp/samba
			state directory = $tmp/samba
			cache directory = $tmp/samba
			pid directory = $tmp/samba
			ncalrpc dir = $tmp/samba/rpc
			log file = $tmp/samba/log
			load printers = no
		[share]
			path = $tmp/share
			guest ok = yes
			read only = yes
	END
	background nmbd server setsid nmbd -F --no-process-group -s "$tmp/smb.conf" --debug-stdout
	background smbd server setsid smbd -F --no-process-group -s "$tmp/smb.conf" --debug-stdout
	tries=300 until_true listens server 445
	until_true listens server 137
	record smb.pcap client eth0
	for version in NT1 SMB2_10 SMB3_11; do
		talk smbclient -s "$tmp/smb.conf" -N -m $version --option="client max protocol=$version" "//${address4[server]}/share" -c 'get small /dev/null'
	done
	talk smbclient -s "$tmp/smb.conf" -N -p 139 "//${address4[server]}/share" -c ls
	talk smbclient -s "$tmp/smb.conf" -N -L "${address4[server]}"
	talk rpcclient -s "$tmp/smb.conf" -N -U% "${address4[server]}" -c srvinfo
	talk smbclient -s "$tmp/smb.conf" -U someone%wrong "//${address4[server]}/share" -c ls
	talk nmblookup -s "$tmp/smb.conf" -B 192.0.2.255 FILES
	talk nmblookup -s "$tmp/smb.conf" -A "${address4[server]}"
	recorded smb.pcap 'tcp.port==445 && smb' 'tcp.port==445 && smb2' 'tcp.port==139 && nbss' 'nbns' 'smb2.nt_status==0xc000006d || ntlmssp'
	end_scene
}

# take_nfs: NFS 3 and 4 of libnfs and Ganesha, the port mapper and the mount protocol.
take_nfs() {
	need nfs-ganesha nfs-ganesha-vfs rpcbind libnfs-utils
	pair
	mkdir -p "$tmp/nfs"
	printf 'a small file\n' >"$tmp/nfs/small"
	chmod 755 "$tmp" "$tmp/nfs"
	cat >"$tmp/ganesha.conf" <<-END
		NFS_CORE_PARAM {
			Protocols = 3, 4;
			Enable_NLM = false;
			Enable_RQUOTA = false;
			MNT_Port = 20048;
		}
		NFSV4 {
			Graceless = true;
			RecoveryRoot = "$tmp/ganesha";
		}
		EXPORT {
			Export_Id = 1;
			Path = "$tmp/nfs";
			Pseudo = "/nfs";
			Access_Type = RW;
			Squash = None;
			SecType = sys;
			Protocols = 3, 4;
			Transports = UDP, TCP;
			FSAL {
				Name = VFS;
			}
		}
	END
	mkdir -p "$tmp/ganesha"
	background rpcbind server rpcbind -f -w
	until_true listens server 111
	background ganesha server ganesha.nfsd -F -f "$tmp/ganesha.conf" -p "$tmp/ganesha.pid" -L /dev/stdout
	tries=200 until_true listens server 2049
	sleep 2
	record nfs.pcap client eth0
	talk nfs-ls "nfs://${address4[server]}$tmp/nfs"
	talk nfs-cat "nfs://${address4[server]}$tmp/nfs/small"
	talk nfs-ls "nfs://${address4[server]}/nfs?version=4"
	talk nfs-cat "nfs://${address4[server]}/nfs/small?version=4"
	talk rpcinfo "${address4[server]}"
	talk rpcinfo -T udp "${address4[server]}" 100003 3
	talk rpcinfo -T udp "${address4[server]}" 100000
	recorded nfs.pcap 'tcp.port==111' 'udp.port==111' 'tcp.port==2049 && nfs' 'mount'
	end_scene
}

# take_tftp: a file read and written, a file that is not there, blocks of another size.
take_tftp() {
	need tftpd-hpa tftp-hpa atftp
	pair
	mkdir -p "$tmp/tftp"
	seq 1 600 >"$tmp/tftp/numbers"
	chmod -R a+rwX "$tmp"
	background tftpd server in.tftpd -L -c -p -u root --secure "$tmp/tftp"
	until_true listens server 69
	record tftp.pcap client eth0 udp
	talk tftp -m binary "${address4[server]}" -c get numbers /dev/null
	talk tftp -m ascii "${address4[server]}" -c get numbers /dev/null
	talk tftp -m binary "${address4[server]}" -c put "$tmp/tftp/numbers" copy
	talk tftp "${address4[server]}" -c get missing /dev/null
	talk atftp --option 'blksize 1024' -g -r numbers -l "$tmp/numbers2" "${address4[server]}"
	recorded tftp.pcap 'tftp.opcode==1' 'tftp.opcode==2' 'tftp.opcode==5' 'tftp.opcode==6'
	end_scene
}

# take_rsync: modules listed and a file copied, on the port of rsync and on another one.
take_rsync() {
	need rsync
	pair
	mkdir -p "$tmp/module" "$tmp/copy"
	seq 1 300 >"$tmp/module/numbers"
	printf 'use chroot = no\n[module]\npath = %s/module\ncomment = numbers\nread only = no\nuid = root\ngid = root\n' "$tmp" >"$tmp/rsyncd.conf"
	for port in 873 20873; do background rsync$port server rsync --daemon --no-detach --port=$port --config="$tmp/rsyncd.conf"; done
	for port in 873 20873; do until_true listens server $port; done
	record rsync.pcap client eth0 tcp
	for port in 873 20873; do
		talk rsync "rsync://${address4[server]}:$port/"
		talk rsync -a "rsync://${address4[server]}:$port/module/" "$tmp/copy$port/"
		talk rsync -a "$tmp/copy$port/" "rsync://${address4[server]}:$port/module/sub/"
		talk rsync "rsync://${address4[server]}:$port/nothing/"
	done
	recorded rsync.pcap 'tcp.port==873 && frame contains "@RSYNCD"' 'tcp.port==20873 && frame contains "@RSYNCD"'
	end_scene
}

# take_git: a clone and a push, on the port of Git and on another one; Subversion.
take_git() {
	need git subversion
	pair
	git init -q -b main "$tmp/work"
	git -C "$tmp/work" -c user.name=someone -c user.email=someone@example.test commit -q --allow-empty -m 'Nothing yet'
	git clone -q --bare "$tmp/work" "$tmp/repos/small.git"
	svnadmin create "$tmp/svn"
	for port in 9418 29418; do
		background git$port server git daemon --reuseaddr --export-all --enable=receive-pack --base-path="$tmp/repos" --port=$port --listen=0.0.0.0
	done
	background svn server svnserve -d --foreground -r "$tmp" --listen-host 0.0.0.0
	for port in 9418 29418 3690; do until_true listens server $port; done
	record git.pcap client eth0 tcp
	for port in 9418 29418; do
		talk git ls-remote "git://${address4[server]}:$port/small.git"
		talk git clone -q "git://${address4[server]}:$port/small.git" "$tmp/clone$port"
		talk git -c protocol.version=1 -C "$tmp/clone$port" push -q origin main:copy$port
		talk git ls-remote "git://${address4[server]}:$port/missing.git"
	done
	talk svn info "svn://${address4[server]}/svn"
	recorded git.pcap 'tcp.port==9418 && frame contains "git-upload-pack"' 'tcp.port==29418 && frame contains "git-receive-pack"'
	end_scene
}

# take_ftp: a file and a list, active and passive, on a port that is not FTP's, pyftpdlib and tnftp.
take_ftp() {
	need tnftp
	pypi pyftpdlib==2.0.1
	pair
	mkdir -p "$tmp/ftp2"
	seq 1 300 >"$tmp/ftp2/numbers"
	for port in 21 20021; do
		background ftp$port server "$tmp/venv/bin/python" -m pyftpdlib -i 0.0.0.0 -p $port -w -d "$tmp/ftp2" -r 40200-40210
	done
	for port in 21 20021; do until_true listens server $port; done
	record ftp.pcap client eth0 tcp
	for port in 21 20021; do
		printf 'get numbers /dev/null\nls\npwd\nput %s/ftp2/numbers copy\nquit\n' "$tmp" | talk tnftp -a "${address4[server]}" $port
		printf 'passive\nls\nget missing\nget numbers /dev/null\nquit\n' | talk tnftp -a "${address4[server]}" $port
	done
	recorded ftp.pcap 'tcp.port==21 && ftp.request.command=="RETR"' 'tcp.port==20021 && frame contains "STOR"'
	end_scene
}
