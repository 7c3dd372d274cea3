namespace McpTenants.Instance.Configuration;

/// <summary>Lists everything that is wrong with a configuration at once.</summary>
internal static class ConfigurationCheck
{
    public static IReadOnlyList<string> Run(InstanceConfiguration configuration)
    {
        var problems = new List<string>();
        if (configuration.Tenant.Uid.Length == 0 || configuration.Tenant.Name.Length == 0)
            problems.Add("tenant.uid and tenant.name are required.");
        if (!Uri.TryCreate(configuration.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Fragment.Length > 0)
            problems.Add("url must be an absolute http(s) URL without fragment.");
        if (configuration.Auth is { Mode: AuthMode.OAuth, Issuer: null or "" })
            problems.Add("auth.issuer is required in mode OAuth.");
        // An empty list would lock everybody out silently; better to say so at start.
        if (configuration.Auth is { Mode: AuthMode.ApiKey, ApiKeys.Count: 0 })
            problems.Add("auth.apiKeys must not be empty in mode ApiKey.");
        var limits = configuration.Limits;
        if (limits.MaxConcurrent < 1 || limits.MaxRequestBytes < 1 || limits.MaxResponseBytes < 1 || !(limits.ToolTimeoutSeconds is > 0 and <= 86400))
            problems.Add("limits must be positive.");
        if (limits.RequestsPerMinute <= 0 || limits.Burst <= 0 || limits.PerUserRequestsPerMinute <= 0 || limits.MonthlyToolCalls <= 0)
            problems.Add("limits must be positive or left out.");
        if (limits.MaxRequestBytes > 1 << 30)
            problems.Add("limits.maxRequestBytes must not exceed 1 GiB.");
        if (configuration.Storage is { WorkspaceBytes: <= 0 } or { DocumentVersions: < 1 or > 1000 })
            problems.Add("storage.workspaceBytes must be positive or left out, storage.documentVersions from 1 to 1000.");
        if (configuration.Audit.RetentionSeconds is not (>= 86400 and <= 10 * 366 * 86400d))
            problems.Add("audit.retentionSeconds must be from a day to ten years.");
        if (configuration.Observability?.Otlp is { } otlp && (!Uri.TryCreate(otlp.Endpoint, UriKind.Absolute, out var collector) || collector.Scheme is not ("https" or "http")))
            problems.Add("observability.otlp.endpoint must be an absolute http(s) URL.");
        return problems;
    }
}
