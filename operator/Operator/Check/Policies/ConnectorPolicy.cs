using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Every connector has one document, one fixed address that the egress list opens, and limits that mean something.</summary>
internal static class ConnectorPolicy
{
    // The instance's ConfigMap holds them beside its configuration, and the API server takes one MiB.
    private const int MaxInlineBytes = 256 << 10;

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var connectors = input.Tenant.Spec.Connectors ?? [];
        for (var i = 0; i < connectors.Count; i++)
        {
            var field = $"spec.connectors[{i}]";
            var problems = One(connectors[i], field, input).Concat(ConnectorCredentialPolicy.Check(connectors[i].Credential, field + ".credential", input));
            if (AddedNames.Problem(connectors[i].Name, connectors.Take(i).Select(other => other.Name)) is var (problem, remedy))
                problems = problems.Prepend(Error(field + ".name", problem, remedy));
            foreach (var violation in problems)
                yield return violation;
        }

        var inline = connectors.Sum(connector => System.Text.Encoding.UTF8.GetByteCount(connector.Inline ?? string.Empty));
        if (inline > MaxInlineBytes)
            yield return Error("spec.connectors", $"the inline documents together have {inline} bytes", $"at most {MaxInlineBytes} fit; put large ones into ConfigMaps and name them in openApi");
    }

    private static IEnumerable<Violation> One(ConnectorSpec connector, string field, TenantCheckInput input)
    {
        if (connector.OpenApi is null == connector.Inline is null)
            yield return Error(field, connector.Inline is null ? "it has no OpenAPI document" : "it has two OpenAPI documents", "set either openApi or inline");
        if (connector.OpenApi is { } source && source.ConfigMapName.StartsWith("mcp-", StringComparison.Ordinal))
            yield return Error(field + ".openApi.configMapName", "names beginning with 'mcp-' belong to the operator", "choose another name");
        if (UpstreamUrl.Problem(connector.BaseUrl, input) is var (problem, remedy))
            yield return Error(field + ".baseUrl", problem, remedy);
        foreach (var (name, patterns) in new[] { ("include", connector.Operations?.Include), ("exclude", connector.Operations?.Exclude) })
        {
            if ((patterns ?? []).FirstOrDefault(p => p.Length == 0 || p.AsSpan(0, p.Length - 1).Contains('*')) is { } pattern)
                yield return Error($"{field}.operations.{name}", $"'{Names.Shown(pattern)}' is neither a name nor a prefix followed by *", "write an operationId, a tag or 'GET /path', with at most one * at the end");
        }

        if (connector.Timeout is { } text && (!GoDuration.TryParse(text, out var timeout) || timeout < TimeSpan.FromMilliseconds(100) || timeout > input.Platform.MaxToolTimeout))
            yield return Error(field + ".timeout", $"'{Names.Shown(text)}' is not a usable duration", $"write 100ms to {GoDuration.Format(input.Platform.MaxToolTimeout)}, such as 30s");
        if (connector.MaxResponseBytes is { } size && (!Quantity.TryParse(size, out var bytes) || bytes < 1024 || bytes > input.Platform.MaxBodyBytes))
            yield return Error(field + ".maxResponseBytes", $"'{Names.Shown(size)}' is not a usable size", $"write 1Ki to {input.Platform.MaxBodyBytes}, such as 1Mi");
        if (connector.CaBundle is { } bundle && !Certificates.IsBundle(bundle))
            yield return Error(field + ".caBundle", "it holds no PEM certificate that can be read", "write the certificates of the authorities, each between BEGIN CERTIFICATE and END CERTIFICATE");
    }

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidConnector, field, problem, remedy);
}
