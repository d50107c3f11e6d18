/**
 * Shell: `start CONTAINER` tells in plain words why where the engine cannot start one. That a port is taken, or that the
 * machine does not have an address, shows only then.
 */
export const startFunction = `start() {
  said=$(docker start "$1" 2>&1 >/dev/null) && return
  at=$(printf '%s\\n' "$said" | grep -oE '([0-9]+(\\.[0-9]+){3}|\\[[0-9a-f:]+\\]):[0-9]+' | head -n 1)
  echo "$1 does not start: $(cause "$1")" >&2
  return 1
}
cause() {
  case $said in
    *"cannot assign requested address"*)
      echo "its machine does not have the address \${at%:*}, at which port \${at##*:} is to be published."
      echo "  Choose one of those that \\"ip -brief address\\" lists there, or 0.0.0.0 for all of IPv4, and :: for all there are." ;;
    *"port is already allocated"*)
      echo "port \${at##*:} is held by $(holder publish="\${at##*:}")."
      echo "  Choose another port; or stop that one, unless it is another environment's." ;;
    *"address already in use"*)
      echo "port \${at##*:} of \${at%:*} is held by another program of its machine."
      echo "  Stop the one that \\"ss -ltnp sport = :\${at##*:}\\" shows there, or choose another port." ;;
    *"Address already in use"*)
      address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{with .IPAMConfig}}{{.IPv4Address}}{{end}}{{end}}' "$1")
      echo "its address in the environment's network, $address, is held by $(neighbour "$1" "$address")."
      echo "  Remove that one with \\"docker rm -f\\"." ;;
    *"error mounting"*"no such file or directory"* | *"bind source path does not exist"*)
      echo "its machine does not have $(printf '%s\\n' "$said" | sed -n -e 's/.*bind source path does not exist: \\(.*\\)/\\1/p' -e 's/.*error mounting "\\([^"]*\\)".*/\\1/p' | head -n 1) any more."
      echo "  Mount its disk, or give the directory back its name." ;;
    *"executable file not found"* | *"no such file or directory"*)
      echo "the image has no program $(printf '%s\\n' "$said" | sed -n 's/.*exec: "\\([^"]*\\)".*/"\\1"/p' | head -n 1), which it is to run."
      echo "  Look at its command, and at the entry point of its image." ;;
    *) printf '%s\\n' "$said" | grep -v '^Error: failed to start' | sed 's/^Error response from daemon: //' ;;
  esac
}
holder() {
  who=$(docker ps --filter "$1" --format 'the container {{.Names}}{{with .Label "homeport.environment"}} of the environment {{.}}{{end}}' | head -n 1)
  echo "\${who:-another container}"
}
neighbour() {
  name=$(docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "$1")
  who=$(docker network inspect -f '{{range .Containers}}{{.IPv4Address}} {{.Name}}{{"\\n"}}{{end}}' "$name" | awk -v at="$2" 'index($1, at "/") == 1 { print "the container " $2 }')
  echo "\${who:-another container}"
}`;
