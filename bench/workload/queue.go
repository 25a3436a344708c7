package workload

// queue is a binary heap of conversations, the one with the earliest packet first; equal times go by age.
type queue []*conn

func (q queue) less(i, j int) bool {
	if q[i].at != q[j].at {
		return q[i].at < q[j].at
	}
	return q[i].serial < q[j].serial
}

func (q *queue) push(c *conn) {
	*q = append(*q, c)
	q.rise(len(*q) - 1)
}

// pop drops the first.
func (q *queue) pop() {
	last := len(*q) - 1
	(*q)[0] = (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	q.sink(0)
}

func (q queue) rise(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !q.less(i, parent) {
			return
		}
		q[i], q[parent] = q[parent], q[i]
		i = parent
	}
}

// sink restores the order after the conversation at i was given a later time.
func (q queue) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(q) {
			return
		}
		if child+1 < len(q) && q.less(child+1, child) {
			child++
		}
		if !q.less(child, i) {
			return
		}
		q[i], q[child] = q[child], q[i]
		i = child
	}
}
