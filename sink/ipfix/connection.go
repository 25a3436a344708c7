package ipfix

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"time"
)

// connect opens a connection.
func (s *sender) connect() error {
	ctx, cancel := context.WithTimeout(s.ctx, dialTimeout)
	defer cancel()
	dial := s.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	conn, err := dial(ctx, s.network, s.address)
	if err != nil {
		return err
	}
	s.connMu.Lock()
	s.conn = conn
	s.connMu.Unlock()
	s.described, s.sequence, s.gone = time.Time{}, 0, nil
	if s.network != "udp" {
		gone := make(chan struct{})
		s.gone = gone
		go func() { // collectors send nothing: this ends with the connection
			_, _ = io.Copy(io.Discard, conn)
			close(gone)
		}()
	}
	return nil
}

var errClosed = errors.New("the collector closed the connection")

// sendStream sends a message over TCP, with templates first on a new connection.
func (s *sender) sendStream(m *message) error {
	select {
	case <-s.gone: // nil, and never ready, without a connection
		s.disconnect()
		s.warnSometimes(errClosed)
	default:
	}
	if s.conn == nil {
		if err := s.connect(); err != nil {
			return err
		}
	}
	err := s.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	if err == nil && s.described.IsZero() {
		err = s.describe()
	}
	if err == nil {
		err = s.write(m)
	}
	if err != nil {
		s.disconnect()
	}
	return err
}

func (s *sender) disconnect() {
	s.connMu.Lock()
	defer s.connMu.Unlock()
	_ = s.conn.Close()
	s.conn, s.gone = nil, nil
}

// sendDatagram sends a message over UDP, with templates first when they are due. Where the collector refuses datagrams, the
// error is about the one before.
func (s *sender) sendDatagram(m *message) {
	if !s.reconnects() {
		s.lost.Add(uint64(m.flows))
		return
	}
	if s.described.IsZero() || s.sent >= s.messages || time.Since(s.described) >= s.refresh {
		first := s.described.IsZero()
		s.retry(s.describe())
		if first {
			time.Sleep(templatePause)
		}
	}
	err := s.write(m)
	if err == nil {
		return
	}
	s.lost.Add(uint64(m.flows))
	s.retry(err)
	if errors.Is(err, syscall.ECONNREFUSED) {
		_ = s.write(m)
	}
}

// reconnects resolves the name of a collector if that has failed, at most once in minPause.
func (s *sender) reconnects() bool {
	if s.conn != nil {
		return true
	}
	if time.Now().Before(s.next) {
		return false
	}
	err := s.connect()
	if err != nil {
		s.next = time.Now().Add(minPause)
		s.warnSometimes(err)
	}
	return err == nil
}

// retry takes an error of a datagram, after which templates are sent again soon.
func (s *sender) retry(err error) {
	if err == nil {
		return
	}
	s.warnSometimes(err)
	if time.Since(s.described) > time.Second {
		s.described = time.Time{}
	}
}

func (s *sender) warnSometimes(err error) {
	if now := time.Now(); s.warned.IsZero() || now.Sub(s.warned) >= warnInterval {
		s.warned = now
		s.warn(err)
	}
}
