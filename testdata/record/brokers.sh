# Sourced by record.sh: captures of what carries messages between programs.
# shellcheck shell=bash

# take_mqtt: MQTT 3.1, 3.1.1 and 5 with all qualities of service, a will and a refused client, on the port of MQTT and on another one.
take_mqtt() {
	need mosquitto mosquitto-clients
	local port version
	pair
	printf 'listener 1883 0.0.0.0\nlistener 21883 0.0.0.0\nallow_anonymous true\n' >"$tmp/mosquitto.conf"
	background mosquitto server mosquitto -c "$tmp/mosquitto.conf"
	until_true listens server 21883
	record mqtt.pcap client eth0 tcp
	for port in 1883 21883; do
		for version in mqttv31 mqttv311 mqttv5; do
			talk mosquitto_sub -V $version -h "${address4[server]}" -p $port -t 'home/#' -q 2 -C 2 -W 5 -i "listener-$version" \
				--will-topic gone --will-payload gone &
			sleep 0.3
			talk mosquitto_pub -V $version -h "${address4[server]}" -p $port -t home/kitchen -m '{"celsius": 20.5}' -q 1 -r
			talk mosquitto_pub -V $version -h "${address4[server]}" -p $port -t home/cellar -m 12.5 -q 2
			wait $!
		done
	done
	recorded mqtt.pcap 'tcp.port==1883 && mqtt.msgtype==3' 'tcp.port==21883 && frame contains "MQTT"' 'mqtt.ver==5' 'mqtt.ver==3' 'mqtt.ver==4'
	end_scene
}

# take_amqp: AMQP 0-9-1 and 1.0 with RabbitMQ, on the port of AMQP and on another one.
take_amqp() {
	need rabbitmq-server
	pypi pika==1.3.2 python-qpid-proton==0.40.0
	local port
	pair
	mkdir -p "$tmp/rabbit"
	printf '[rabbitmq_amqp1_0].\n' >"$tmp/rabbit/enabled_plugins"
	printf 'listeners.tcp.1 = 0.0.0.0:5672\nlisteners.tcp.2 = 0.0.0.0:25673\nloopback_users = none\nlog.console = true\n' >"$tmp/rabbit/rabbitmq.conf"
	mkdir -p "/etc/netns/${prefix}server"
	echo "127.0.0.1 localhost $(hostname)" >"/etc/netns/${prefix}server/hosts"
	background rabbit server env HOME="$tmp/rabbit" RABBITMQ_NODENAME=record@localhost RABBITMQ_MNESIA_BASE="$tmp/rabbit/db" RABBITMQ_LOG_BASE="$tmp/rabbit" \
		RABBITMQ_ENABLED_PLUGINS_FILE="$tmp/rabbit/enabled_plugins" RABBITMQ_CONFIG_FILE="$tmp/rabbit/rabbitmq" ERL_EPMD_RELAXED_COMMAND_CHECK=1 \
		/usr/lib/rabbitmq/bin/rabbitmq-server
	for port in 5672 25673; do tries=900 until_true listens server $port; done
	sleep 2
	record amqp.pcap client eth0 tcp
	for port in 5672 25673; do
		talk "$tmp/venv/bin/python" -P "$here/brokers.py" amqp "${address4[server]}" $port
		talk "$tmp/venv/bin/python" -P "$here/brokers.py" amqp1 "${address4[server]}" $port
	done
	recorded amqp.pcap 'tcp.port==5672 && frame contains "AMQP"' 'tcp.port==25673 && frame contains "AMQP"' 'tcp.payload[0:8]==41:4d:51:50:03:01:00:00'
	end_scene
}

# take_kafka: a broker of Kafka without ZooKeeper, a producer and a consumer.
take_kafka() {
	pypi kafka-python==2.0.6
	maven org.apache.kafka:kafka_2.13:3.7.2 org.slf4j:slf4j-nop:1.7.36
	local port
	pair
	for port in 9092 19092; do
		mkdir -p "$tmp/kafka$port"
		cat >"$tmp/kafka$port.properties" <<-END
			process.roles=broker,controller
			node.id=1
			controller.quorum.voters=1@127.0.0.1:$((port + 1))
			listeners=PLAINTEXT://0.0.0.0:$port,CONTROLLER://127.0.0.1:$((port + 1))
			advertised.listeners=PLAINTEXT://${address4[server]}:$port
			controller.listener.names=CONTROLLER
			log.dirs=$tmp/kafka$port
			offsets.topic.replication.factor=1
			offsets.topic.num.partitions=1
			transaction.state.log.replication.factor=1
			transaction.state.log.min.isr=1
			group.initial.rebalance.delay.ms=0
		END
		java -cp "$tmp/jars/*" kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qk -c "$tmp/kafka$port.properties" >/dev/null 2>&1
		background kafka$port server java -Xmx512m -cp "$tmp/jars/*" kafka.Kafka "$tmp/kafka$port.properties"
	done
	for port in 9092 19092; do tries=600 until_true listens server $port; done
	sleep 3
	record kafka.pcap client eth0 tcp
	for port in 9092 19092; do talk "$tmp/venv/bin/python" -P "$here/brokers.py" kafka "${address4[server]}" $port; done
	recorded kafka.pcap 'tcp.port==9092 && frame contains "kafka-python"' 'tcp.port==19092 && frame contains "kafka-python"' 'frame contains "a message"'
	end_scene
}

# take_nats: a subscriber and a publisher, on the port of NATS and on another one.
take_nats() {
	need nats-server
	pypi nats-py==2.9.0
	local port
	pair
	for port in 4222 24222; do background nats$port server nats-server -a 0.0.0.0 -p $port; done
	for port in 4222 24222; do until_true listens server $port; done
	record nats.pcap client eth0 tcp
	for port in 4222 24222; do talk "$tmp/venv/bin/python" -P "$here/brokers.py" nats "${address4[server]}" $port; done
	recorded nats.pcap 'tcp.port==4222 && frame contains "INFO {"' 'tcp.port==24222 && frame contains "MSG news"'
	end_scene
}

# take_zeromq: request and reply, publication and subscription, with no security and with a password.
take_zeromq() {
	pypi pyzmq==26.2.1
	pair
	background zeromq server "$tmp/venv/bin/python" -P "$here/brokers.py" zeromq_server "${address4[server]}" 5555
	until_true listens server 5557
	record zeromq.pcap client eth0 tcp
	talk "$tmp/venv/bin/python" -P "$here/brokers.py" zeromq "${address4[server]}" 5555
	recorded zeromq.pcap 'frame contains "NULL"' 'frame contains "PLAIN"' 'tcp.port==5556 && frame contains "news"'
	end_scene
}

# take_stomp: STOMP 1.0, 1.1 and 1.2 of stomp.py and CoilMQ.
take_stomp() {
	pypi coilmq==1.1.0 stomp-py==8.2.0
	local port
	pair
	for port in 61613 31613; do background stomp$port server "$tmp/venv/bin/coilmq" -b 0.0.0.0 -p $port; done
	for port in 61613 31613; do until_true listens server $port; done
	record stomp.pcap client eth0 tcp
	for port in 61613 31613; do talk "$tmp/venv/bin/python" -P "$here/brokers.py" stomp "${address4[server]}" $port; done
	recorded stomp.pcap 'tcp.port==61613 && frame contains "CONNECTED"' 'tcp.port==31613 && frame contains "CONNECTED"'
	end_scene
}

# take_openwire: a client of ActiveMQ in Java and a broker, by OpenWire.
take_openwire() {
	maven org.apache.activemq:activemq-broker:5.18.6 org.apache.activemq:activemq-client:5.18.6 org.slf4j:slf4j-nop:1.7.36
	local port
	mkdir -p "$tmp/java"
	javac -cp "$tmp/jars/*" -d "$tmp/java" "$here/OpenWire.java"
	pair
	for port in 61616 31616; do background openwire$port server java -cp "$tmp/java:$tmp/jars/*" OpenWire serve "tcp://0.0.0.0:$port"; done
	for port in 61616 31616; do tries=300 until_true listens server $port; done
	record openwire.pcap client eth0 tcp
	for port in 61616 31616; do talk java -cp "$tmp/java:$tmp/jars/*" OpenWire talk "tcp://${address4[server]}:$port"; done
	recorded openwire.pcap 'tcp.port==61616 && frame contains "ActiveMQ"' 'tcp.port==31616 && frame contains "ActiveMQ"'
	end_scene
}

# take_gearman: a job server, a worker and a client.
take_gearman() {
	need gearman-job-server gearman-tools
	local port
	pair
	for port in 4730 24730; do background gearman$port server gearmand -L 0.0.0.0 -p $port -l stderr; done
	for port in 4730 24730; do until_true listens server $port; done
	record gearman.pcap client eth0 tcp
	for port in 4730 24730; do
		background worker$port client gearman -h "${address4[server]}" -p $port -w -f reverse -- /usr/bin/rev
		sleep 0.5
		echo flows | talk gearman -h "${address4[server]}" -p $port -f reverse
		printf 'status\nversion\n' | talk socat -t 1 - "TCP:${address4[server]}:$port"
	done
	recorded gearman.pcap 'tcp.port==4730 && frame contains "reverse"' 'tcp.port==24730 && frame contains "reverse"'
	end_scene
}
