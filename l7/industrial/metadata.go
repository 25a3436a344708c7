package industrial

import "github.com/nfstream/nfstream-go/l7/metadata"

// Modbus is what was read of Modbus.
type Modbus struct {
	_ metadata.Uncompared

	Unit, Function uint8
}

func modbusColumns() []*metadata.Column {
	type record = *Modbus
	return []*metadata.Column{
		metadata.Int("modbus_unit", "unit that the first message is for", func(m record) int64 { return int64(m.Unit) }).Unsigned(8),
		metadata.Int("modbus_function", "code of the first function",
			func(m record) int64 { return int64(m.Function) }).Unsigned(8).OrNone(),
	}
}

// DNP3 is what was read of DNP3.
type DNP3 struct {
	_ metadata.Uncompared

	Source, Destination uint16
	Function            uint8 // of the application layer; 0 is a confirmation, or none
}

func dnp3Columns() []*metadata.Column {
	type record = *DNP3
	return []*metadata.Column{
		metadata.Int("dnp3_source", "address of who sent the first message",
			func(m record) int64 { return int64(m.Source) }).Unsigned(16),
		metadata.Int("dnp3_destination", "address of whom the first message is for",
			func(m record) int64 { return int64(m.Destination) }).Unsigned(16),
		metadata.Int("dnp3_function", "code of the first function",
			func(m record) int64 { return int64(m.Function) }).Unsigned(8).OrNone(),
	}
}

// OPCUA is what was read of OPC UA.
type OPCUA struct {
	_ metadata.Uncompared

	Endpoint string // that the client names
}

func opcuaColumns() []*metadata.Column {
	type record = *OPCUA
	return []*metadata.Column{
		metadata.Text("opcua_endpoint", "URL of the endpoint that the client names",
			func(m record) string { return m.Endpoint }),
	}
}

// EtherNetIP is what was read of EtherNet/IP.
type EtherNetIP struct {
	_ metadata.Uncompared

	Command uint16
	Product string // as a device names itself
}

func enipColumns() []*metadata.Column {
	type record = *EtherNetIP
	return []*metadata.Column{
		metadata.Int("enip_command", "first command of the encapsulation",
			func(m record) int64 { return int64(m.Command) }).Unsigned(16).OrNone(),
		metadata.Text("enip_product", "product name of the device", func(m record) string { return m.Product }),
	}
}

// SOMEIP is what was read of SOME/IP.
type SOMEIP struct {
	_ metadata.Uncompared

	Service, Method uint16
}

func someipColumns() []*metadata.Column {
	return metadata.IntColumns(`someip_service 16 first service
someip_method 16 method of the first service`, func(m *SOMEIP, i int) int64 {
		return [...]int64{int64(m.Service), int64(m.Method)}[i]
	})
}

// IEC104 is what was read of IEC 60870-5-104.
type IEC104 struct {
	_ metadata.Uncompared

	Type    uint8  // of the first data, 0 for none
	Address uint16 // common address of the first data
}

func iec104Columns() []*metadata.Column {
	return metadata.IntColumns(`iec104_type 8 type identification of the first data
iec104_address 16 common address of the first data`, func(m *IEC104, i int) int64 {
		return [...]int64{int64(m.Type), int64(m.Address)}[i]
	})
}
