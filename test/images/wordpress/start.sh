#!/bin/sh
# A database that nobody but WordPress reaches, then Apache in the place of this shell.
set -e
mkdir -p /run/mysqld /run/apache2 && chown mysql:mysql /run/mysqld
cat > /run/first.sql <<'SQL'
CREATE DATABASE IF NOT EXISTS wordpress;
CREATE USER IF NOT EXISTS 'www-data'@localhost IDENTIFIED VIA unix_socket;
GRANT ALL ON wordpress.* TO 'www-data'@localhost;
SQL
chmod 644 /run/first.sql
mariadbd --init-file=/run/first.sql &
until [ -S /run/mysqld/mysqld.sock ]; do sleep 0.2; done
exec apache2 -DFOREGROUND
