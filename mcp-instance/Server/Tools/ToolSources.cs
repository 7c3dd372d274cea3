using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Tools;

/// <summary>Several sources as one. Of tools with the same name the first stays: the names of connectors and servers differ, so this only meets mistakes.</summary>
internal sealed class ToolSources(params IReadOnlyList<IToolSource> sources) : IToolSource
{
    public IReadOnlyList<ToolDefinition> Tools(InstanceConfiguration configuration) =>
        [.. sources.SelectMany(source => source.Tools(configuration)).DistinctBy(tool => tool.Name, StringComparer.Ordinal)];

    public long Stamp() => sources.Aggregate(0L, (all, source) => HashCode.Combine(all, source.Stamp()));
}
