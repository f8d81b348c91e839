module "network" {
  source = "../../../../modules/network"

  name        = "horizon-dr"
  environment = "dr"
  region      = "us-west-2"
  account_id  = var.account_id

  cidr_block           = "10.1.0.0/16"
  availability_zones   = ["us-west-2a", "us-west-2b"]
  public_subnet_cidrs  = ["10.1.1.0/24", "10.1.2.0/24"]
  private_subnet_cidrs = ["10.1.10.0/24", "10.1.20.0/24"]
  data_subnet_cidrs    = ["10.1.100.0/24", "10.1.200.0/24"]
  pod_cidr_block       = "100.65.0.0/16"

  nat_gateways            = 1
  interface_endpoints     = []
  flow_log_retention_days = 90
}

module "bastion" {
  source = "../../../../modules/bastion"

  name                          = "horizon-dr"
  environment                   = "dr"
  vpc_id                        = module.network.vpc_id
  subnet_ids                    = module.network.private_subnet_ids
  data_client_security_group_id = module.network.data_client_security_group_id
}
