module homeport.example/test/echo

go 1.24.0

require github.com/coder/websocket v1.8.15

require golang.org/x/net v0.47.0
