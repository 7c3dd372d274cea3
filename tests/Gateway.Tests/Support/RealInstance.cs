using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Support;

/// <summary>The real server of a tenant as a process of its own: started with the scale, killed with it, on a folder that stays.</summary>
internal sealed class RealInstance : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-instance-");
    private readonly int _adminPort = FreePort();
    private Process? _process;

    private RealInstance()
    {
    }

    public int Port { get; } = FreePort();

    /// <summary>How many processes there were.</summary>
    public int Starts { get; private set; }

    /// <summary>Set up for a tenant that trusts the issuer; not started yet.</summary>
    public static RealInstance For(string name, TokenIssuer issuer)
    {
        var instance = new RealInstance();
        File.WriteAllText(Path.Combine(instance._folder.FullName, "instance.json"), Configuration(name).ToJsonString());
        File.WriteAllBytes(Path.Combine(instance._folder.FullName, "jwks.json"), issuer.Jwks());
        return instance;
    }

    /// <summary>Lets it run exactly while the tenant's scale is 1.</summary>
    public void FollowScale(GatewayUnderTest gateway, TestTenant tenant)
    {
        tenant.Address = IPAddress.Loopback;
        var pods = gateway.Cluster.Scaled;
        gateway.Cluster.Scaled = (ns, replicas) =>
        {
            if (ns == tenant.Ns && replicas == 1)
                Start();
            pods(ns, replicas);
            if (ns == tenant.Ns && replicas == 0)
                Kill();
        };
    }

    public void Dispose()
    {
        Kill();
        _folder.Delete(recursive: true);
    }

    private void Start()
    {
        Starts++;
        var folder = _folder.FullName;
        _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mcp-instance.dll"), "serve", "--port", $"{Port}", "--admin-port", $"{_adminPort}"])
        {
            Environment = { ["MCP_CONFIG_DIR"] = folder, ["MCP_DATA_DIR"] = folder },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
    }

    private void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    private static JsonObject Configuration(string name) => new()
    {
        ["tenant"] = new JsonObject { ["uid"] = "uid-" + name, ["name"] = name, ["displayName"] = name, ["tier"] = "standard", ["region"] = "here" },
        ["url"] = $"https://{name}.mcp.test/mcp",
        ["namespace"] = "mcpt-" + name,
        ["auth"] = new JsonObject
        {
            ["mode"] = "OAuth",
            ["issuer"] = TokenIssuer.Name,
            ["audience"] = $"https://{name}.mcp.test/mcp",
            ["requiredScopes"] = new JsonArray("mcp:tools"),
            ["apiKeys"] = new JsonArray(),
        },
        ["tools"] = new JsonObject { ["allow"] = new JsonArray("*"), ["deny"] = new JsonArray(), ["destructive"] = "Deny", ["descriptions"] = new JsonObject(), ["defaults"] = new JsonObject() },
        ["limits"] = new JsonObject
        {
            ["requestsPerMinute"] = 1_000_000,
            ["burst"] = 1_000_000,
            ["perUserRequestsPerMinute"] = 1_000_000,
            ["maxConcurrent"] = 64,
            ["maxRequestBytes"] = 65536,
            ["maxResponseBytes"] = 1048576,
            ["toolTimeoutSeconds"] = 60,
            ["monthlyToolCalls"] = 100000,
        },
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
