using System.CommandLine;
using System.Globalization;
using System.Net;
using McpTenants.Api.Values;

namespace McpTenants.Gateway.Hosting;

/// <summary>The command line.</summary>
internal static class GatewayCommand
{
    private static readonly GatewayOptions Defaults = new();

    public static RootCommand Create(Func<GatewayOptions, CancellationToken, Task<int>> run)
    {
        var baseDomain = Text("--base-domain", "Tenants are served at <subdomain>.<base domain>. Required.", Defaults.BaseDomain);
        var platform = Text("--platform-file", "JSON file with the platform's settings, the same as the operator's; the gateway needs its tiers.", Defaults.PlatformFile);
        var listen = Text("--listen", "Address to listen on.", Defaults.Listen.ToString());
        var port = Number("--port", "Public port, HTTP/1.1 without TLS.", Defaults.Port);
        var adminPort = Number("--admin-port", "Private port: health, metrics, sleep protocol.", Defaults.AdminPort);
        var tlsPort = Number("--tls-port", "Public port with TLS, HTTP/1.1 and HTTP/2; 0: none.", Defaults.TlsPort ?? 0);
        var tls = Text("--tls-certificates", "Directory with one folder per certificate, each with tls.crt and tls.key; read again when they change.", Defaults.TlsCertificates);
        var identity = Text("--instance-identity", "Directory with tls.crt, tls.key and ca.crt for mutual TLS with instances; read again when they change. Empty: none.", "");
        var adminToken = Text("--admin-token-file", "File with the bearer token of the sleep protocol.", Defaults.AdminTokenFile);
        var kubeconfig = Text("--kubeconfig", "Kubeconfig file. Default: KUBECONFIG, or the pod's service account.", "");
        var ca = Text("--issuer-ca-file", "PEM file with further certificate authorities for token issuers.", "");
        var privateIssuers = Switch("--allow-private-issuers", "Let token issuers be on private, link-local and loopback addresses.", Defaults.AllowPrivateIssuers);
        var anonymous = Switch("--allow-anonymous", "Serve tenants with auth.mode Anonymous.", Defaults.AllowAnonymous);
        var origins = Text("--allowed-origins", "Browser origins allowed beside each tenant's own, separated by commas.", "");
        var scheme = Text("--external-scheme", "Scheme that clients use, for X-Forwarded-Proto.", Defaults.ExternalScheme);
        var instancePort = Number("--instance-port", "Port of the MCP server in a tenant's pod.", Defaults.InstancePort);
        var waiting = Number("--waiting-per-tenant", "Requests held for one waking tenant; further ones get 503.", Defaults.WaitingPerTenant);
        var waitingTotal = Number("--waiting-total", "Requests held for all waking tenants.", Defaults.WaitingTotal);
        var wakes = Number("--concurrent-wakes", "Tenants that this replica wakes at once; further ones wait in line.", Defaults.ConcurrentWakes);
        var deadline = Duration("--wake-deadline", "How long a request is held for a waking tenant.", Defaults.WakeDeadline);
        var silence = Duration("--answer-silence", "How long a tenant's answer may be silent before it is cut.", Defaults.AnswerSilence);
        var size = Number("--max-request-bytes", "Largest request body; a tenant's own limit may be lower.", (int)Defaults.MaxRequestBytes);
        var connections = Number("--max-connections", "Client connections open at once.", Defaults.MaxConnections);
        var streams = Number("--streams-per-tenant", "Streams (GET, subscriptions/listen) open for one tenant at once; further ones get 429.", Defaults.StreamsPerTenant);
        var streamIdle = Duration("--stream-idle", "How long a stream may be open without an event.", Defaults.StreamIdle);
        var grace = Duration("--drain-grace", "After SIGTERM: how long to go on accepting while load balancers take notice.", Defaults.DrainGrace);
        var drain = Duration("--drain-timeout", "After that: how long running requests may take.", Defaults.DrainTimeout);

        var command = new RootCommand("Gateway of the McpTenant operator: wakes tenants and forwards their calls.")
        {
            baseDomain, platform, listen, port, adminPort, tlsPort, tls, identity, adminToken, kubeconfig, ca, privateIssuers, anonymous, origins, scheme, instancePort,
            waiting, waitingTotal, wakes, deadline, silence, size, connections, streams, streamIdle, grace, drain,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(listen) is { } address && !IPAddress.TryParse(address, out _))
                result.AddError($"--listen: '{address}' is not an IP address");
        });
        command.SetAction((parsed, ct) => run(
            new GatewayOptions
            {
                BaseDomain = parsed.GetValue(baseDomain)!,
                PlatformFile = parsed.GetValue(platform)!,
                Listen = IPAddress.Parse(parsed.GetValue(listen)!),
                Port = parsed.GetValue(port),
                AdminPort = parsed.GetValue(adminPort),
                TlsPort = parsed.GetValue(tlsPort) is > 0 and var secure ? secure : null,
                TlsCertificates = parsed.GetValue(tls)!,
                InstanceIdentity = parsed.GetValue(identity) is { Length: > 0 } own ? own : null,
                AdminTokenFile = parsed.GetValue(adminToken)!,
                Kubeconfig = parsed.GetValue(kubeconfig) is { Length: > 0 } path ? path : null,
                IssuerCaFile = parsed.GetValue(ca) is { Length: > 0 } file ? file : null,
                AllowPrivateIssuers = parsed.GetValue(privateIssuers),
                AllowAnonymous = parsed.GetValue(anonymous),
                AllowedOrigins = parsed.GetValue(origins)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ExternalScheme = parsed.GetValue(scheme)!,
                InstancePort = parsed.GetValue(instancePort),
                WaitingPerTenant = parsed.GetValue(waiting),
                WaitingTotal = parsed.GetValue(waitingTotal),
                ConcurrentWakes = parsed.GetValue(wakes),
                WakeDeadline = parsed.GetValue(deadline),
                AnswerSilence = parsed.GetValue(silence),
                MaxRequestBytes = parsed.GetValue(size),
                MaxConnections = parsed.GetValue(connections),
                StreamsPerTenant = parsed.GetValue(streams),
                StreamIdle = parsed.GetValue(streamIdle),
                DrainGrace = parsed.GetValue(grace),
                DrainTimeout = parsed.GetValue(drain),
            },
            ct));
        return command;
    }

    private static Option<string> Text(string name, string description, string fallback) =>
        Describe(new Option<string>(name), description, fallback, s => s);

    private static Option<int> Number(string name, string description, int fallback) =>
        Describe(new Option<int>(name), description, fallback, s => int.Parse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static Option<bool> Switch(string name, string description, bool fallback) => Describe(new Option<bool>(name), description, fallback, bool.Parse);

    private static Option<TimeSpan> Duration(string name, string description, TimeSpan fallback)
    {
        var option = Describe(new Option<TimeSpan>(name), description + " Such as 30s or 5m.", fallback, s => GoDuration.TryParse(s, out var value) ? value : throw new FormatException());
        option.CustomParser = result =>
        {
            if (GoDuration.TryParse(result.Tokens.Single().Value, out var value))
                return value;
            result.AddError($"{name}: '{result.Tokens.Single().Value}' is not a duration such as 30s or 5m");
            return default;
        };
        return option;
    }

    private static Option<T> Describe<T>(Option<T> option, string description, T fallback, Func<string, T> parse)
    {
        option.Description = $"{description} [{GatewayEnvironment.VariableOf(option.Name)}]";
        option.DefaultValueFactory = result =>
        {
            if (GatewayEnvironment.Read(option.Name) is not { } text)
                return fallback;
            try
            {
                return parse(text);
            }
            catch (FormatException)
            {
                result.AddError($"{GatewayEnvironment.VariableOf(option.Name)}: '{text}' is not a valid value");
                return fallback;
            }
        };
        return option;
    }
}
