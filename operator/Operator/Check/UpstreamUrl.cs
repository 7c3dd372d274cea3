using System.Net;
using McpTenants.Api;

namespace McpTenants.Operator.Check;

/// <summary>
/// URLs that the instance itself calls: https, public as far as the text tells, and reachable through the tenant's egress list. Names are resolved and judged
/// again by the instance at every connection, because what a name means can change after it was accepted here.
/// </summary>
internal static class UpstreamUrl
{
    internal static (string Problem, string Remedy)? Problem(string text, TenantCheckInput input)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || text.Any(c => c is <= ' ' or > '~' or '\\'))
            return ($"'{Names.Shown(text)}' is not an https URL", "write one such as https://api.example/v1");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || text.Contains('{', StringComparison.Ordinal))
            return ("user information, query, fragment and variables are not allowed in it", "write only scheme, host, port and path");
        if (IPAddress.TryParse(url.IdnHost, out var address) ? ForbiddenRanges.Contains(address) : IsLocalName(url.IdnHost.TrimEnd('.')))
            return ($"'{url.Host}' is a private address", "connectors reach public services only");
        var egress = input.Tenant.Spec.Isolation?.Egress ?? [];
        return egress.Any(rule => rule.Ports.Any(port => port.Port == url.Port && port.Protocol != EgressProtocol.UDP) && (address is null || Covers(rule.Cidr, address)))
            ? null
            : ($"nothing in spec.isolation.egress opens port {url.Port}{(address is null ? "" : $" of {address}")}", $"add the service's address range with port {url.Port}");
    }

    private static bool IsLocalName(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || new[] { ".local", ".localhost", ".internal", ".svc" }.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private static bool Covers(string cidr, IPAddress address) =>
        IPNetwork.TryParse(cidr, out var range) && range.BaseAddress.AddressFamily == address.AddressFamily && range.Contains(address);
}
