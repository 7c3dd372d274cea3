using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Serving;

/// <summary>
/// How long clients may keep an answer (ttlMs, cacheScope). Private without exception: what a caller sees depends on the tenant and its token. Without
/// sessions there is no stream for list_changed, so this time is also the longest that a client works with a list that has changed.
/// </summary>
internal static class CacheHints
{
    // What changes with the configuration only. Documents change with every call, so their lists and contents stay at the default of zero.
    private static readonly TimeSpan Configured = TimeSpan.FromSeconds(10);

    public static void AddTo(McpRequestFilters filters)
    {
        filters.ListToolsFilters.Add(static next => async (context, ct) => Keep(await next(context, ct).ConfigureAwait(false)));
        filters.ListPromptsFilters.Add(static next => async (context, ct) => Keep(await next(context, ct).ConfigureAwait(false)));
        filters.ListResourceTemplatesFilters.Add(static next => async (context, ct) => Keep(await next(context, ct).ConfigureAwait(false)));
    }

    private static T Keep<T>(T result)
        where T : ICacheableResult
    {
        (result.TimeToLive, result.CacheScope) = (Configured, CacheScope.Private);
        return result;
    }
}
