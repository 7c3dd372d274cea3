using McpTenants.Instance.Configuration;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools.Catalogue;

/// <summary>What one tenant offers after pinning.</summary>
/// <param name="Offered">Tools to list and call.</param>
/// <param name="Blocked">Names that are withheld because of drift.</param>
/// <param name="Catalogue">Digests of the tools before any was withheld: what an approval would pin.</param>
/// <param name="Drift">The difference to the pinned list; null when there is none or nothing is pinned.</param>
internal sealed record ToolSurface(IReadOnlyList<McpServerTool> Offered, IReadOnlyList<string> Blocked, Lazy<ToolCatalogue> Catalogue, CatalogueDrift? Drift)
{
    public static ToolSurface Build(IReadOnlyList<McpServerTool> visible, ToolsConfiguration configuration, ApprovedCatalogueFile approved)
    {
        // Digests cost serialization of every tool, which a wake does not wait for unless it must.
        var catalogue = new Lazy<ToolCatalogue>(() => ToolCatalogue.Of(visible.Select(t => t.ProtocolTool)));
        if (string.IsNullOrEmpty(configuration.PinnedCatalog))
            return new ToolSurface(visible, [], catalogue, null);
        var known = approved.Read();
        var drift = CatalogueDrift.Between(configuration.PinnedCatalog, catalogue.Value, known);
        if (drift is null && known?.Digest != catalogue.Value.Digest)
            approved.Write(catalogue.Value);
        if (drift is null || configuration.OnDrift is DriftReaction.Warn)
            return new ToolSurface(visible, [], catalogue, drift);
        var offered = visible.Where(t => drift.Approves(t.ProtocolTool.Name)).ToList();
        return new ToolSurface(offered, [.. visible.Except(offered).Select(t => t.ProtocolTool.Name)], catalogue, drift);
    }
}
