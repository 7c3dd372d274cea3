using McpTenants.Authorization.Peers;
using McpTenants.Instance.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Abstractions;

namespace McpTenants.Instance.Serving;

/// <summary>
/// Mutual TLS on the ports of this process. Whether it is demanded comes with the pod (a variable beside the mount), not with instance.json: a ConfigMap
/// changes under a running pod, and a pod must do what the gateway was told of this very pod.
/// </summary>
internal sealed partial class InstanceTls
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly PeerIdentityFiles files;
    private readonly TimeProvider time;

    private volatile ILogger log = NullLogger.Instance;

    private InstanceTls(string folder, TimeProvider time)
    {
        this.time = time;
        files = new PeerIdentityFiles(folder, time, (identity, problem) =>
        {
            if (identity is null)
                Ignored(log, problem!);
            else
                Loaded(log, identity.Name, identity.NotAfter);
        });
    }

    /// <summary>Null: this process serves without TLS, as outside of a pod.</summary>
    public static InstanceTls? Of(InstanceEnvironment environment, TimeProvider time) =>
        environment.TlsFolder is { Length: > 0 } folder ? new InstanceTls(folder, time) : null;

    /// <summary>Fails while there is still nobody to serve: a pod that was told to prove who it is never serves without.</summary>
    /// <exception cref="InvalidDataException">The certificate is missing or wrong.</exception>
    public void Check() => _ = files.Current;

    /// <summary>Logs from here on: before, the log does not know its tenant.</summary>
    public void LogTo(ILogger logger)
    {
        log = logger;
        Loaded(log, files.Current.Name, files.Current.NotAfter);
    }

    /// <summary>Only a client that the authority named so gets through the handshake.</summary>
    public void Demand(ListenOptions listen, string client) => Use(listen, required: true, client);

    /// <summary>The same, but a client without a certificate gets through too, for paths that are open: kubelet's probes have none.</summary>
    public void Offer(ListenOptions listen, string client) => Use(listen, required: false, client);

    private void Use(ListenOptions listen, bool required, string client)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(PeerTls.Server(files.Current, required, name => name == client, time.GetUtcNow())),
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate of {Name} in use, valid until {NotAfter}")]
    private static partial void Loaded(ILogger logger, string name, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Changed certificate ignored: {Problem}")]
    private static partial void Ignored(ILogger logger, string problem);
}
