output "pod_identities" {
  description = "Service accounts and what each may do, for the cluster's pod_identities."
  value = { for identity, account in local.accounts : identity => {
    namespace       = account[0]
    service_account = account[1]
    policy          = jsonencode({ Version = "2012-10-17", Statement = local.statements[identity] })
  } }
}
