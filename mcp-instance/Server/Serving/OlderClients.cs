using McpTenants.Instance.Configuration;
using McpTenants.Instance.Dialogue;
using McpTenants.Instance.Protocol;

namespace McpTenants.Instance.Serving;

/// <summary>How clients of the older revisions are asked something, by third-party servers and before something is destroyed.</summary>
internal sealed class OlderClients(Func<byte[]> key)
{
    private readonly PendingQuestions questions = new();

    /// <summary>Null for tenants with whom nobody would ask.</summary>
    public LegacyDialogue? For(InstanceConfiguration configuration)
    {
        if (configuration.Servers.Count == 0 && configuration.Tools.Destructive is not DestructiveTools.Confirm)
            return null;
        var seal = new SessionSeal(key, configuration.Tenant.Uid);
        return new LegacyDialogue
        {
            Introduce = (context, capabilities) => seal.Issue(Principal(context), RelayedCapabilities.Of(capabilities)),
            Recognize = (context, id) => seal.Read(Principal(context), id),
            Principal = Principal,
            Questions = questions,
        };
    }

    private static string Principal(HttpContext context) => context.Items[typeof(Caller)] is Caller caller ? $"{caller.Kind}:{caller.Subject}" : "";
}
