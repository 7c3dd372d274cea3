using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Configuration;

namespace Instance.Tests.Server;

/// <summary>The file that the operator's tests prove it writes (InstanceConfigurationTests), read with the instance's own records.</summary>
public sealed class ConfigurationContractTests
{
    // Enforced by the gateway alone, or not yet by anybody: the instance has no use for them.
    private static readonly string[] NotRead = ["requestsPerMinute", "burst", "perUserRequestsPerMinute", "monthlyToolCalls"];

    [Fact]
    public void Read_TheContract_LosesNothingButTheGatewaysLimits()
    {
        var text = File.ReadAllText(Golden());
        var wanted = JsonNode.Parse(text)!;
        foreach (var limit in NotRead)
            wanted["limits"]!.AsObject().Remove(limit);

        var read = JsonSerializer.Deserialize(text, ConfigurationJson.Default.InstanceConfiguration)!;

        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(read, ConfigurationJson.Default.InstanceConfiguration), wanted).ShouldBeTrue();
        ConfigurationCheck.Run(read).ShouldBeEmpty();
    }

    private static string Golden()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "contracts", "instance.json") is var file && File.Exists(file))
                return file;
        }

        throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
