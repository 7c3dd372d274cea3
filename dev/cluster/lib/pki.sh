# A certificate authority by openssl. Source after common.sh; PKI must be set.
# shellcheck shell=bash

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null || openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# new_authority <name> <common name>
new_authority() {
  [[ -f $PKI/$1.crt ]] && return 0
  new_key "$PKI/$1.key"
  openssl req -x509 -new -key "$PKI/$1.key" -out "$PKI/$1.crt" -days 365 -subj "/CN=$2" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
}

# new_certificate <authority> <name> <subject> [subject alternative names]
new_certificate() {
  local authority=$1 name=$2 subject=$3 names=${4:-}
  [[ -f $PKI/$name.crt ]] && return 0
  new_key "$PKI/$name.key"
  openssl req -new -key "$PKI/$name.key" -subj "$subject" 2>/dev/null |
    openssl x509 -req -CA "$PKI/$authority.crt" -CAkey "$PKI/$authority.key" -set_serial "0x$(openssl rand -hex 16)" -days 365 \
      -extfile <(printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n%s\n' "${names:+subjectAltName=$names}") \
      -out "$PKI/$name.crt.new" 2>/dev/null
  mv "$PKI/$name.crt.new" "$PKI/$name.crt"
}

# new_kubeconfig <file> <server> <certificate name>
new_kubeconfig() {
  local file=$1 server=$2 name=$3
  (
    umask 077
    cat >"$file.new" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: mcpt
  cluster:
    server: $server
    certificate-authority-data: $(base64 -w0 <"$PKI/ca.crt")
users:
- name: $name
  user:
    client-certificate-data: $(base64 -w0 <"$PKI/$name.crt")
    client-key-data: $(base64 -w0 <"$PKI/$name.key")
contexts:
- name: mcpt
  context:
    cluster: mcpt
    user: $name
current-context: mcpt
YAML
  )
  mv "$file.new" "$file"
}
