using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>
/// Prompts, resources and templates of all third-party servers, as one tenant sees them. Looked up for each request, because servers change them as they like.
/// Of what two servers both list, the one that comes first in the configuration has it.
/// </summary>
internal sealed class SidecarSurface(IReadOnlyList<SidecarServer> servers, ToolsConfiguration tools)
{
    private const string OwnScheme = "kb:";
    private const int MaximumTitle = 200;
    private const int MaximumDescription = 4000;
    private const int MaximumMediaType = 128;

    public bool HasPrompts => servers.Any(s => s.Connection.Offer.Prompts.Count > 0);

    public bool HasResources => Readers.Any();

    public bool Completes => servers.Any(s => s.Connection.Offer.Completes);

    /// <summary>Whether log messages may come: of revision 2026-07-28, servers send them to who asks, whether or not they have announced it.</summary>
    public bool Logs => servers.Count > 0;

    public IEnumerable<OfferedPrompt> Prompts() => servers.SelectMany(Prompts);

    public OfferedPrompt? FindPrompt(string? name) =>
        name is null ? null : servers.Where(s => name.StartsWith(s.Name + "_", StringComparison.Ordinal)).SelectMany(Prompts).FirstOrDefault(p => p.Listed.Name == name);

    public IEnumerable<Resource> Resources() => Readers.SelectMany(s => s.Connection.Offer.Resources).Where(r => !IsOurs(r.Uri)).DistinctBy(r => r.Uri, StringComparer.Ordinal).Select(Show);

    public IEnumerable<ResourceTemplate> Templates() =>
        Readers.SelectMany(s => s.Connection.Offer.Templates).Where(t => !IsOurs(t.UriTemplate)).DistinctBy(t => t.UriTemplate, StringComparer.Ordinal).Select(Show);

    /// <summary>
    /// The server that a resource is asked of: who lists exactly this URI, else who has a template that it fits, else the only server that has resources at
    /// all, because servers need not list everything. Null: nobody, or nobody knows who.
    /// </summary>
    public SidecarServer? OwnerOf(string? uri)
    {
        if (uri is null || !ResourceUri.IsValid(uri) || IsOurs(uri))
            return null;
        var readers = Readers.ToList();
        return readers.Find(s => s.Connection.Offer.Resources.Any(r => r.Uri == uri))
            ?? readers.Find(s => s.Connection.Offer.Templates.Any(t => UriTemplate.Matches(t.UriTemplate, uri)))
            ?? (readers is [var only] ? only : null);
    }

    /// <summary>The server that has a template.</summary>
    public SidecarServer? OwnerOfTemplate(string? template) =>
        template is null || IsOurs(template) ? null : Readers.FirstOrDefault(s => s.Connection.Offer.Templates.Any(t => t.UriTemplate == template));

    /// <summary>Whether a server may answer with a resource of this URI: one that is not known to be somebody else's.</summary>
    public bool MayAnswerWith(SidecarServer server, string uri) => !IsOurs(uri) && OwnerOf(uri) is var owner && (owner is null || owner == server);

    private static bool IsOurs(string uri) => uri.StartsWith(OwnScheme, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<SidecarServer> Readers => servers.Where(s => s.HasResources && s.Connection.Offer.HasResources);

    private IEnumerable<OfferedPrompt> Prompts(SidecarServer server)
    {
        var prompts = server.Connection.Offer.Prompts;
        var names = AddedToolNames.For(server.Name, [.. prompts.Select(p => (p.Name, p.Name))]);
        return prompts.Select((p, i) => new OfferedPrompt(Show(p, names[i]), p.Name, server)).Where(p => ToolFilter.IsAllowed(p.Listed.Name, tools)).DistinctBy(p => p.Listed.Name, StringComparer.Ordinal);
    }

    private static Prompt Show(Prompt prompt, string name) => new()
    {
        Name = name,
        Title = Bounded.Text(prompt.Title ?? prompt.Name, MaximumTitle),
        Description = Text(prompt.Description, MaximumDescription),
        Arguments = prompt.Arguments is { Count: > 0 } arguments
            ? [.. arguments.Select(a => new PromptArgument { Name = a.Name, Title = Text(a.Title, MaximumTitle), Description = Text(a.Description, MaximumDescription), Required = a.Required })]
            : null,
    };

    private static Resource Show(Resource resource) => new()
    {
        Uri = resource.Uri,
        Name = Bounded.Text(resource.Name, MaximumTitle),
        Title = Text(resource.Title, MaximumTitle),
        Description = Text(resource.Description, MaximumDescription),
        MimeType = Text(resource.MimeType, MaximumMediaType),
        Size = resource.Size,
        Annotations = resource.Annotations,
    };

    private static ResourceTemplate Show(ResourceTemplate template) => new()
    {
        UriTemplate = template.UriTemplate,
        Name = Bounded.Text(template.Name, MaximumTitle),
        Title = Text(template.Title, MaximumTitle),
        Description = Text(template.Description, MaximumDescription),
        MimeType = Text(template.MimeType, MaximumMediaType),
        Annotations = template.Annotations,
    };

    private static string? Text(string? text, int maximum) => text is null ? null : Bounded.Text(text, maximum);
}
