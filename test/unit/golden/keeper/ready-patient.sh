set -eu
deadline=$(($(date +%s) + 30))
until problems=$(wget -q -T 10 -O - http://127.0.0.1:8081/problems 2>/dev/null); do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "the keeper of certificates does not answer after 30 s" >&2
    exit 1
  fi
  sleep 0.2
done
