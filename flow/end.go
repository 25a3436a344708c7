package flow

// EndReason says why a flow left the table.
type EndReason uint8

// The reasons for which a flow ends.
const (
	Alive        EndReason = iota
	Idle                   // no packet for the idle timeout
	Active                 // alive for the active timeout
	EndOfCapture           // the source ended or the run was stopped
	Plugin                 // a plug-in ended it
	Evicted                // the table was full and this was the least recent flow
	Limit                  // the run stopped at its limit of flows
)

var reasonNames = [...]string{"alive", "idle", "active", "end_of_capture", "plugin", "evicted", "limit"}

// String returns the reason as the column end_reason shows it.
func (r EndReason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "invalid"
}

// EndReason returns why the flow left the table, Alive as long as it has not.
func (f *Flow) EndReason() EndReason { return EndReason(f.record.Reason) }

// ExpirationID returns what the column expiration_id shows: 0 after the idle timeout and at the end, 1 after the active
// timeout, and what a plug-in gave to Expire.
func (f *Flow) ExpirationID() int32 { return f.record.Expiration }

// Expire ends the flow with the packet that is being accounted for. Only a plug-in's Init and Update may call it. The id
// becomes the column expiration_id; ids of plug-ins are negative, any other is taken as -1.
func (f *Flow) Expire(id int32) {
	if id >= 0 {
		id = -1
	}
	f.record.End(id)
}
