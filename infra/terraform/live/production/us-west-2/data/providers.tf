provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "dr"
      Layer        = "data"
      Service      = "platform"
      CostCategory = "database"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
