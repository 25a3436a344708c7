# Sourced by record.sh: captures of databases.
# shellcheck shell=bash

# take_redis: lines, arrays, a subscription and transactions, on the port of Redis and on another one, by RESP 2 and 3.
take_redis() {
	need redis-server redis-tools
	local port
	pair
	for port in 6379 26379; do
		background redis$port server redis-server --port $port --bind 0.0.0.0 --protected-mode no --save '' --dir "$tmp"
	done
	for port in 6379 26379; do until_true listens server $port; done
	record redis.pcap client eth0 tcp
	for port in 6379 26379; do
		printf 'SET key value\r\nMULTI\r\nINCR count\r\nLPUSH list 1 2 3\r\nEXEC\r\n' |
			talk redis-cli -h "${address4[server]}" -p $port --pipe
		talk redis-cli -h "${address4[server]}" -p $port -r 2 LRANGE list 0 -1
		talk redis-cli -h "${address4[server]}" -p $port -r 2 GET missing
		talk redis-cli -h "${address4[server]}" -p $port PING
		talk redis-cli -3 -h "${address4[server]}" -p $port HGETALL nothing
		printf 'PING\r\nSET a b\r\nQUIT\r\n' | talk socat -t 1 - "TCP:${address4[server]}:$port"
	done
	(sleep 0.5; talk redis-cli -h "${address4[server]}" PUBLISH news hello >/dev/null) &
	in_ns client timeout 1 redis-cli -h "${address4[server]}" SUBSCRIBE news >/dev/null || true
	recorded redis.pcap 'tcp.port==6379 && frame contains "GET"' 'tcp.port==26379' 'frame contains "SUBSCRIBE"' 'frame contains "SET a b"'
	end_scene
}

# take_mongodb: pymongo against mockupdb, a server without a database, on the port of MongoDB and on another one.
take_mongodb() {
	local port
	pypi pymongo==3.12.3 mockupdb==1.8.1
	pair
	for port in 27017 37017; do background mongo$port server "$tmp/venv/bin/python" -P "$here/databases.py" mongo_server 0.0.0.0 $port; done
	for port in 27017 37017; do until_true listens server $port; done
	record mongodb.pcap client eth0 tcp
	for port in 27017 37017; do talk "$tmp/venv/bin/python" -P "$here/databases.py" mongo_client "${address4[server]}" $port; done
	recorded mongodb.pcap 'tcp.port==27017 && frame contains "ismaster"' 'tcp.port==37017 && frame contains "ismaster"' 'tcp.payload[12:4]==dd:07:00:00'
	end_scene
}

# take_cassandra: the driver of Cassandra against simulacron, a simulated cluster of one node.
take_cassandra() {
	pypi cassandra-driver==3.29.2
	maven com.datastax.oss.simulacron:simulacron-native-server:0.12.0 org.slf4j:slf4j-nop:1.7.36
	mkdir -p "$tmp/java"
	javac -cp "$tmp/jars/*" -d "$tmp/java" "$here/Cluster.java"
	pair
	background cassandra server java -cp "$tmp/java:$tmp/jars/*" Cluster "${address4[server]}" 9042
	background cassandra2 server java -cp "$tmp/java:$tmp/jars/*" Cluster "${address4[server]}" 19042
	for port in 9042 19042; do until_true listens server $port; done
	record cassandra.pcap client eth0 tcp
	for port in 9042 19042; do talk "$tmp/venv/bin/python" -P "$here/databases.py" cassandra_client "${address4[server]}" $port; done
	recorded cassandra.pcap 'tcp.port==9042 && frame contains "CQL_VERSION"' 'tcp.port==19042 && frame contains "SELECT"'
	end_scene
}

# take_drda: Derby's network server and its client, on the port of Derby and on another one.
take_drda() {
	local port
	maven org.apache.derby:derbynet:10.16.1.1 org.apache.derby:derbyclient:10.16.1.1 org.apache.derby:derbytools:10.16.1.1
	pair
	for port in 1527 50000; do
		mkdir -p "$tmp/derby$port"
		background derby$port server java -Dderby.system.home="$tmp/derby$port" -cp "$tmp/jars/*" org.apache.derby.drda.NetworkServerControl \
			start -h 0.0.0.0 -p $port -noSecurityManager
	done
	for port in 1527 50000; do tries=300 until_true listens server $port; done
	record drda.pcap client eth0 tcp
	for port in 1527 50000; do
		printf "connect 'jdbc:derby://%s:%s/flows;create=true';\ncreate table t (a int, b varchar(20));\ninsert into t values (1, 'one'), (2, 'two');
			select * from t;\nexit;\n" "${address4[server]}" $port | talk java -cp "$tmp/jars/*" org.apache.derby.tools.ij
	done
	recorded drda.pcap 'tcp.port==1527 && drda' 'tcp.port==50000 && drda'
	end_scene
}

# take_sql: PostgreSQL and MariaDB on ports that are not theirs, in clear and by TLS, refused and with a wrong password.
take_sql() {
	need postgresql mariadb-server mariadb-client
	local bin; bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
	pair
	chmod 711 "$tmp"
	certificate
	install -d -o postgres "$tmp/postgres2"
	setpriv --reuid postgres --regid postgres --init-groups "$bin/initdb" -D "$tmp/postgres2" -A trust >/dev/null 2>&1
	echo 'host all postgres 0.0.0.0/0 trust' >>"$tmp/postgres2/pg_hba.conf"
	echo 'host all all 0.0.0.0/0 scram-sha-256' >>"$tmp/postgres2/pg_hba.conf"
	background postgres2 server setpriv --reuid postgres --regid postgres --init-groups "$bin/postgres" -D "$tmp/postgres2" \
		-h 0.0.0.0 -p 15432 -k "$tmp/postgres2"
	install -d -o mysql "$tmp/mysql2"
	mariadb-install-db --no-defaults --user=mysql --datadir="$tmp/mysql2" --skip-test-db >/dev/null 2>&1
	echo "CREATE USER someone@'%' IDENTIFIED BY 'opensesame';" >"$tmp/users2.sql"
	background mariadb2 server mariadbd --no-defaults --user=mysql --datadir="$tmp/mysql2" --socket="$tmp/mysql2/socket" \
		--pid-file="$tmp/mysql2/pid" --bind-address=0.0.0.0 --port=13306 --init-file="$tmp/users2.sql"
	for port in 15432 13306; do tries=300 until_true listens server $port; done
	record sql.pcap client eth0 tcp
	talk psql -qAt -h "${address4[server]}" -p 15432 -U postgres -c 'CREATE TABLE t (a int); INSERT INTO t SELECT 1; SELECT * FROM t'
	talk env PGSSLMODE=disable psql -qAt -h "${address4[server]}" -p 15432 -U postgres -c 'SELECT version()'
	talk env PGPASSWORD=wrong psql -qAt -h "${address4[server]}" -p 15432 -U nobody -d postgres -c 'SELECT 1'
	talk mariadb --no-defaults -h "${address4[server]}" -P 13306 -u someone -popensesame --skip-ssl -e 'SELECT 1; SHOW DATABASES'
	talk mariadb --no-defaults -h "${address4[server]}" -P 13306 -u someone -pwrong -e 'SELECT 1'
	recorded sql.pcap 'tcp.port==15432 && frame contains "CREATE TABLE"' 'tcp.port==13306 && frame contains "SHOW DATABASES"' \
		'frame contains "SCRAM-SHA-256"' 'frame contains "Access denied"'
	end_scene
}
