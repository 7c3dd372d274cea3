using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Tools;

/// <summary>Tools that a tenant's configuration adds to the built-in ones. They pass the same filter, limits and audit.</summary>
internal interface IToolSource
{
    /// <summary>The tools for a configuration. One part that is broken gives no tools and is logged; it never keeps the others from being offered.</summary>
    IReadOnlyList<ToolDefinition> Tools(InstanceConfiguration configuration);

    /// <summary>Changes when the tools may have changed without the configuration. Cheap: asked once a second while requests come.</summary>
    long Stamp();
}
