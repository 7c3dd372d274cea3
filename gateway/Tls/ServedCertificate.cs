using System.Net.Security;

namespace McpTenants.Gateway.Tls;

/// <summary>A certificate with its key and chain, ready for handshakes; immutable.</summary>
/// <param name="Folder">Where it came from.</param>
/// <param name="Names">The DNS names it is for, lower case; wildcards with their <c>*.</c>.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="Context">What handshakes use. Never disposed: a handshake under way may hold it after a reload.</param>
internal sealed record ServedCertificate(string Folder, IReadOnlyList<string> Names, DateTimeOffset NotAfter, SslStreamCertificateContext Context);
