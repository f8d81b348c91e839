module "network" {
  source = "../../../../modules/network"

  name        = "horizon-staging"
  environment = "staging"
  region      = "us-east-1"
  account_id  = var.account_id

  cidr_block           = "10.2.0.0/16"
  availability_zones   = ["us-east-1a", "us-east-1b"]
  public_subnet_cidrs  = ["10.2.1.0/24", "10.2.2.0/24"]
  private_subnet_cidrs = ["10.2.10.0/24", "10.2.20.0/24"]
  data_subnet_cidrs    = ["10.2.100.0/24", "10.2.200.0/24"]
  pod_cidr_block       = "100.66.0.0/16"

  nat_gateways            = 1
  interface_endpoints     = []
  flow_log_retention_days = 14
}

module "bastion" {
  source = "../../../../modules/bastion"

  name                          = "horizon-staging"
  environment                   = "staging"
  vpc_id                        = module.network.vpc_id
  subnet_ids                    = module.network.private_subnet_ids
  data_client_security_group_id = module.network.data_client_security_group_id
}
