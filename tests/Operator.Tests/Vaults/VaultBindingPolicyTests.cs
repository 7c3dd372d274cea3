using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check.Bindings;

namespace Operator.Tests.Vaults;

public sealed class VaultBindingPolicyTests
{
    private const string Id = "aaaaaaaa-0000-4000-8000-000000000001";

    [Theory]
    [InlineData("https://acme.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://ACME-1.vault.azure.net/", VaultCloud.Public)]
    [InlineData("https://acme.vault.usgovcloudapi.net", VaultCloud.UsGovernment)]
    [InlineData("https://acme.vault.azure.cn", VaultCloud.China)]
    [InlineData("https://acme.vault.site.example:8443", VaultCloud.Custom)]
    public void Check_VaultOfItsCloud_IsAccepted(string url, VaultCloud cloud) => VaultBindingPolicy.Check(Binding(url, cloud)).ShouldBeEmpty();

    [Theory]
    [InlineData("http://acme.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://169.254.169.254", VaultCloud.Public)]
    [InlineData("https://10.0.0.4", VaultCloud.Custom)]
    [InlineData("https://2852039166", VaultCloud.Public)]
    [InlineData("https://[fd00::1]", VaultCloud.Public)]
    [InlineData("https://user@acme.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://@acme.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net/secrets", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net?x=1", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net?", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net#x", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net.", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net:8443", VaultCloud.Public)]
    [InlineData("https://vault.azure.net", VaultCloud.Public)]
    [InlineData("https://.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://acmevault.azure.net", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net.evil.example", VaultCloud.Public)]
    [InlineData("https://a.b.vault.azure.net", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.cn", VaultCloud.Public)]
    [InlineData("https://acme.vault.azure.net", VaultCloud.China)]
    [InlineData("https://acme.vault.azure.net", VaultCloud.Custom)]
    [InlineData("https://acme.vault.azure.net\n", VaultCloud.Public)]
    [InlineData("acme", VaultCloud.Public)]
    public void Check_NoVaultOfItsCloud_GivesOneErrorThatNamesTheField(string url, VaultCloud cloud)
    {
        var violation = VaultBindingPolicy.Check(Binding(url, cloud)).ShouldHaveSingleItem();

        (violation.Reason, violation.Field).ShouldBe(("InvalidBinding", "spec.vaultUrl"));
        violation.Message.ShouldContain("; write one such as https://");
        violation.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Check_EachOtherMistake_IsNamed()
    {
        Field(b => b.CustomCloud = new()).ShouldBe("spec.customCloud");
        Field(b => b.Cloud = VaultCloud.Custom).ShouldBe("spec.customCloud");
        Field(b => b.Tenants = []).ShouldBe("spec.tenants");
        Field(b => b.TenantSelector = new()).ShouldBe("spec.tenantSelector.matchLabels");
        Field(b => b.Identity.Type = null).ShouldBe("spec.identity.type");
        Field(b => b.Identity.TenantId = "acme").ShouldBe("spec.identity.tenantId");
        Field(b => b.Identity.ClientId = Id + "\n").ShouldBe("spec.identity.clientId");
        Field(b => b.Identity.CertificateSecretName = "cert").ShouldBe("spec.identity.certificateSecretName");
        Field(b => b.Identity.Type = VaultIdentityType.ClientCertificate).ShouldBe("spec.identity.certificateSecretName");
        Field(b => (b.Identity.Type, b.Identity.CertificateSecretName) = (VaultIdentityType.ClientCertificate, "mcp-gateway-admin")).ShouldBe("spec.identity.certificateSecretName");

        static string Field(Action<McpVaultBindingSpec> change)
        {
            var binding = Binding("https://acme.vault.azure.net", VaultCloud.Public);
            change(binding);
            return VaultBindingPolicy.Check(binding).ShouldHaveSingleItem().Field;
        }
    }

    [Fact]
    public void Lists_OnlyTenantsThatAreNamedOrHaveAllLabels()
    {
        var binding = Binding("https://acme.vault.azure.net", VaultCloud.Public);
        binding.TenantSelector = new() { MatchLabels = new Dictionary<string, string> { ["tier"] = "gold", ["region"] = "eu" } };

        BindingMatch.Lists(binding, Named("acme")).ShouldBeTrue();
        BindingMatch.Lists(binding, Named("acme2")).ShouldBeFalse();
        BindingMatch.Lists(binding, Named("bert", ("tier", "gold"))).ShouldBeFalse();
        BindingMatch.Lists(binding, Named("bert", ("tier", "gold"), ("region", "eu"), ("x", "y"))).ShouldBeTrue();
        binding.TenantSelector.MatchLabels = new Dictionary<string, string>();
        BindingMatch.Lists(binding, Named("bert")).ShouldBeFalse("an empty selector lists nobody");
    }

    private static McpTenant Named(string name, params (string Key, string Value)[] labels) =>
        new() { Metadata = new V1ObjectMeta { Name = name, Labels = labels.ToDictionary(l => l.Key, l => l.Value) } };

    private static McpVaultBindingSpec Binding(string url, VaultCloud cloud) => new()
    {
        VaultUrl = url,
        Cloud = cloud,
        CustomCloud = cloud == VaultCloud.Custom ? new() { AuthorityHost = "https://login.site.example", VaultSuffix = "vault.site.example" } : null,
        Tenants = ["acme"],
        Identity = new() { Type = VaultIdentityType.WorkloadIdentity, TenantId = Id, ClientId = Id },
    };
}
